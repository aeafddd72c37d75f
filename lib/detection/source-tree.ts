/** A repository at one commit, read without a clone. */
export interface SourceTree {
  commit: string;
  /** Every file by its path from the root, `package.json` and `packages/web/index.ts`; no directories. */
  files: readonly string[];
  /** The list is not whole: the host tells of no more files than these. */
  isTruncated: boolean;
  /** The text of a file, null for one that is absent, is no text, or is longer than 256 kB. Throws in words when the host fails. */
  read(path: string): Promise<string | null>;
}
