const steps: readonly [limitSeconds: number, unitSeconds: number, unit: string][] = [
  [3600, 60, "m"],
  [86_400, 3600, "h"],
  [14 * 86_400, 86_400, "d"],
  [60 * 86_400, 7 * 86_400, "w"],
  [365 * 86_400, 30.44 * 86_400, "mo"],
  [Infinity, 365.25 * 86_400, "y"],
];

/** "just now", "3 m ago", "in 2 h". Both in milliseconds since the epoch. */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 45) return seconds >= 0 || distance < 5 ? "just now" : "in a moment";
  const [, unitSeconds, unit] = steps.find(([limit]) => distance < limit)!;
  const amount = `${Math.max(1, Math.floor(distance / unitSeconds))} ${unit}`;
  return seconds > 0 ? `${amount} ago` : `in ${amount}`;
}

/** "0.4 s", "38 s", "1 m 24 s", "2 h 5 m". */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 1) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} m`;
}

/** "Tue, 3 May 2026, 14:05:09 GMT+2" */
export function exactTime(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);
}

/** "3 May", with the year when it is not this one. */
export function dayWords(at: number, now: number, timeZone: string): string {
  const year = (time: number) => new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone }).format(time);
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: year(at) === year(now) ? undefined : "numeric",
    timeZone,
  }).format(at);
}
