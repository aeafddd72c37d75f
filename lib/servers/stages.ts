import { Failure } from "#lib/failure.ts";
import { SshFailure, type SshFailureCode } from "#lib/ssh/failures.ts";
import { fingerprint, type HostKey, HostKeyChanged } from "#lib/ssh/host-keys.ts";

export const stageNames = ["resolve", "connect", "fingerprint", "authenticate", "inspect", "install"] as const;
export const stageStates = ["running", "ok", "failed", "needs_confirmation"] as const;
export type StageName = (typeof stageNames)[number];

/** One line of the connection test. */
export interface StageReport {
  stage: StageName;
  state: (typeof stageStates)[number];
  words: string;
  /** How to mend what failed, or what to look at though it did not. */
  fix: string | null;
  /** Of the host key that waits for a person's confirmation. */
  fingerprint: string | null;
}

/** The stages of one test as they go. Each change is told at once, and `list` holds the last word of each. */
export class Stages {
  readonly #reports = new Map<StageName, StageReport>();
  readonly #tell: (report: StageReport) => void;

  constructor(tell: (report: StageReport) => void) {
    this.#tell = tell;
  }

  get list(): StageReport[] {
    return [...this.#reports.values()];
  }

  run(stage: StageName, words: string) {
    this.#report({ stage, state: "running", words });
  }

  pass(stage: StageName, words: string, fix?: string) {
    this.#report({ stage, state: "ok", words, fix });
  }

  /** Ends the test until a person has compared and confirmed the key. */
  askFor(presented: HostKey) {
    const shown = fingerprint(presented);
    const words = `The server shows the host key ${shown} (${presented.type}). Nothing was sent to it yet.`;
    this.#report({ stage: "fingerprint", state: "needs_confirmation", words, fix: howToCompare, fingerprint: shown });
  }

  /** Ends the stage that runs. Throws the error on when it is none that people can mend. */
  fail(error: unknown) {
    if (!(error instanceof Failure)) throw error;
    const running = this.list.findLast(({ state }) => state === "running")?.stage ?? "resolve";
    const changed = error instanceof HostKeyChanged ? fingerprint(error.presented) : undefined;
    const stage = changed ? "fingerprint" : running;
    this.#report({ stage, state: "failed", words: error.message, fix: fixOf(error, stage), fingerprint: changed });
  }

  #report(report: Omit<StageReport, "fix" | "fingerprint"> & { fix?: string; fingerprint?: string }) {
    const whole = { ...report, fix: report.fix ?? null, fingerprint: report.fingerprint ?? null };
    this.#reports.set(report.stage, whole);
    this.#tell(whole);
  }
}

/** A stage's failure that knows how it is mended. */
export class StageFailure extends Failure {
  readonly fix: string;

  constructor(message: string, fix: string, cause?: unknown) {
    super("rejected", message, { cause });
    this.name = "StageFailure";
    this.fix = fix;
  }
}

/** Gives the refusals of some work on the server a fix, where they have none of their own. */
export async function mending<T>(fix: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isRefusal = error instanceof Failure && error.kind === "rejected" && !(error instanceof SshFailure);
    throw isRefusal ? new StageFailure(error.message, fix, error) : error;
  }
}

function fixOf(error: Failure, stage: StageName): string | undefined {
  if (error instanceof StageFailure) return error.fix;
  if (!(error instanceof SshFailure)) return error.kind === "unavailable" ? fixes.lost : undefined;
  return stage === "fingerprint" && error.code === "timed_out" ? fixes.not_ssh : fixes[error.code];
}

const howToCompare =
  "Compare it with what this prints on the server's own console: " +
  'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done. Confirm it only if it is in that list.';

const fixes: Partial<Record<SshFailureCode, string>> = {
  unknown_host: "Check the spelling of the host, or give its IP address.",
  refused: "Check the port, and that the SSH server runs there: systemctl status ssh.",
  unreachable: "Check the address, and that this machine has a network route to it.",
  timed_out: "Check that the server is on, and that its firewall lets this machine in on the SSH port.",
  not_ssh: "Check the port: SSH usually listens on 22.",
  no_common_algorithm: "Update the SSH server there: OpenSSH 7.4 and Dropbear 2018 or newer will do.",
  host_key_changed: `Find out why it changed (a new installation, another machine at this address). ${howToCompare}`,
  authentication_refused:
    "Check the user name and the credential; for a key, paste the line that puts it on the server.",
  session_refused:
    "The server has no session left for this user: close some there, or raise MaxSessions in sshd_config.",
  lost: "Try again. If it stays so, look at the SSH server's log there: journalctl -u ssh.",
};
