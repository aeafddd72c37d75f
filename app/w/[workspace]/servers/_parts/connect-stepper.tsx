import { Stepper } from "#app/_ui/stepper.tsx";

const labels = ["Address", "Access", "Test"];

/** Where one is in connecting a server: 3 is done. Steps that can be gone back to have an address. */
export function ConnectStepper({ current, hrefs = [] }: { current: 0 | 1 | 2 | 3; hrefs?: readonly string[] }) {
  return (
    <Stepper
      label="Connect a server"
      steps={labels.map((label, index) => ({ label, href: index < current ? hrefs[index] : undefined }))}
      current={current}
    />
  );
}
