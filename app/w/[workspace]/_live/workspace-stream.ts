const restMs = 1000;
const firstRetryMs = 1000;
const lastRetryMs = 30_000;

/**
 * Calls back when there is news, at most once a second; no stream while the page is hidden. `address` is asked at each
 * opening, since it names how the page was drawn. Returns what ends it.
 */
export function openWorkspaceStream(address: () => string, onNews: () => void): () => void {
  const stop = new AbortController();
  const tell = atMostEvery(restMs, onNews, stop.signal);
  let stream: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;

  function open(): void {
    clearTimeout(retry);
    if (document.hidden || stream) return;
    stream = new EventSource(address());
    stream.addEventListener("news", tell);
    stream.addEventListener("ready", () => (retryMs = firstRetryMs));
    // The page that is drawn anew says what this person may still see.
    stream.addEventListener("revoked", () => (close(), tell()));
    for (const cut of ["restarting", "failed", "end", "error"]) stream.addEventListener(cut, openLater);
  }
  function openLater(): void {
    close();
    retry = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, lastRetryMs);
  }
  function close(): void {
    clearTimeout(retry);
    stream?.close();
    stream = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()), { signal: stop.signal });
  stop.signal.addEventListener("abort", close);
  open();
  return () => stop.abort();
}

function atMostEvery(ms: number, work: () => void, signal: AbortSignal): () => void {
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => ((last = Date.now()), work()), Math.max(0, last + ms - Date.now()));
  };
}
