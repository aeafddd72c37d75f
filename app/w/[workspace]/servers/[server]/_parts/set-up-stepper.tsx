"use client";

import { useState } from "react";
import { ConnectStepper } from "../../_parts/connect-stepper.tsx";

/** For a server that nobody had looked at when this page opened: the last step of connecting it, then all of them done. */
export function SetUpStepper({ isNew, isReady }: { isNew: boolean; isReady: boolean }) {
  const [wasNew] = useState(isNew);
  return wasNew ? <ConnectStepper current={isReady ? 3 : 2} /> : null;
}
