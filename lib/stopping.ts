import { onePerProcess } from "./one-per-process.ts";

const shared = onePerProcess<AbortController>("stopping");

/** Aborted when this process is asked to end: whoever holds a response open (an event stream, a terminal) ends it then. */
export const stopping: AbortController = shared.get() ?? new AbortController();
shared.set(stopping);
