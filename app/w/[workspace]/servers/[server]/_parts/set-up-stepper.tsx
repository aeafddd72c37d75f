"use client";

import { useState } from "react";
import { ConnectStepper } from "../../_parts/connect-stepper.tsx";

/** For a server that was not ready when this page opened: the last step of connecting it, and then all of them done. */
export function SetUpStepper({ isReady }: { isReady: boolean }) {
  const [wasReady] = useState(isReady);
  return wasReady ? null : <ConnectStepper current={isReady ? 3 : 2} />;
}
