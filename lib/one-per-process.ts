const store = globalThis as typeof globalThis & { devpilot?: Map<string, unknown> };

/**
 * One value per process and name. A bundle may hold a module more than once, and connections, listeners and the signal
 * to stop must not be there twice.
 */
export function onePerProcess<T>(name: string): { get(): T | undefined; set(value: T | undefined): void } {
  const values = (store.devpilot ??= new Map());
  return {
    get: () => values.get(name) as T | undefined,
    set: (value) => void (value === undefined ? values.delete(name) : values.set(name, value)),
  };
}
