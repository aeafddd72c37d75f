"use client";

import { useEffect, useRef } from "react";
import { Input } from "#app/_ui/input.tsx";

/** Takes the token from the address behind `#`, which browsers keep to themselves, and clears it there. */
export function TokenInput() {
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const token = decodeURIComponent(location.hash.slice(1));
    if (!token || !input.current) return;
    input.current.value = token;
    history.replaceState(history.state, "", location.pathname);
  }, []);

  return <Input ref={input} mono dir="ltr" autoComplete="off" maxLength={200} />;
}
