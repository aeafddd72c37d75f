import type { Operation } from "./operation.ts";

export interface Match {
  id: string;
  operation: Operation;
  /** The path's parameters, in camelCase as the input names them. */
  parameters: Record<string, string>;
}

/** What stands at a path, by method. Empty when nothing does. */
export function match(table: Record<string, Operation>, path: string): Map<string, Match> {
  const segments = decoded(path);
  const found = new Map<string, Match>();
  for (const [id, operation] of segments ? Object.entries(table) : []) {
    const parameters = parametersOf(operation.path.split("/"), segments ?? []);
    if (parameters) found.set(operation.method, { id, operation, parameters });
  }
  return found;
}

/** The names in braces of a path. */
export function parameterNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

function parametersOf(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const [name] = parameterNames(part);
    const segment = segments[index] ?? "";
    if (name !== undefined && segment !== "") parameters[name] = segment;
    else if (part !== segment) return null;
  }
  return parameters;
}

function decoded(path: string): string[] | null {
  try {
    return path.split("/").map(decodeURIComponent);
  } catch {
    return null;
  }
}
