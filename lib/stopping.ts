const shared = globalThis as typeof globalThis & { devpilotStopping?: AbortController };

/**
 * Aborted when this process is asked to end: whoever holds a response open (an event stream, a terminal) ends it then.
 * Kept on the global object because the console's bundle and the process around it load this file separately.
 */
export const stopping: AbortController = (shared.devpilotStopping ??= new AbortController());
