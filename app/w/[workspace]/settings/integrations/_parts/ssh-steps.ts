/** How Git over SSH is connected. */
export const sshSteps = [{ label: "Host" }, { label: "Key" }, { label: "Test" }] as const;
