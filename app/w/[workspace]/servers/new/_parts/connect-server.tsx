"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { UnsavedGuard } from "#app/_ui/unsaved-guard.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { paths } from "#lib/paths.ts";
import { connectServer } from "../../actions.ts";
import { ConnectStepper } from "../../_parts/connect-stepper.tsx";
import { wantTest } from "../../_parts/wanted-test.ts";
import { AccessForm } from "./access-form.tsx";
import { type Address, AddressForm, addressFields } from "./address-form.tsx";

/** Address, then access; the test runs on the page of the server that they make. Each step has an address of its own. */
export function ConnectServer({ workspace }: { workspace: string }) {
  const router = useRouter();
  const here = paths.newServer(workspace);
  const isAtAccess = useSearchParams().get("step") === "access";
  const [address, setAddress] = useState<Address | null>(null);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [isMade, setMade] = useState(false);

  function goOn(next: Address) {
    setAddress(next);
    setRefused({});
    history.pushState(null, "", `${here}?step=access`);
  }
  async function connect(form: FormData): Promise<FormState | null> {
    for (const [name, value] of Object.entries(address ?? {})) form.set(name, value);
    const { value, fields, message } = await connectServer(workspace, form);
    if (value) return watchTest(value.id, form.get("access.kind") !== "generated");
    if (!addressFields.some((name) => fields?.[name])) return { fields, message };
    setRefused(fields ?? {});
    history.replaceState(null, "", here);
    return null;
  }
  /** A pair that Devpilot made has to be put on the server first. */
  function watchTest(server: string, beginsNow: boolean): null {
    setMade(true);
    if (beginsNow) wantTest(server);
    router.replace(paths.server(workspace, server));
    return null;
  }

  const isAccess = isAtAccess && address !== null;
  return (
    <>
      <ConnectStepper current={isAccess ? 1 : 0} hrefs={[here]} />
      {isAccess ? (
        <AccessForm address={address} backHref={here} isDone={isMade} connect={connect} />
      ) : (
        <AddressForm first={address} refused={refused} backHref={paths.servers(workspace)} onDone={goOn} />
      )}
      <UnsavedGuard isOn={address !== null && !isMade} />
    </>
  );
}
