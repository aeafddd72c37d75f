/** Calls that come while one runs are served by one more after it. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let isWanted = false;
  return () => {
    isWanted = true;
    current ??= (async () => {
      try {
        while (isWanted) {
          isWanted = false;
          await work();
        }
      } finally {
        current = undefined;
      }
    })();
    return current;
  };
}
