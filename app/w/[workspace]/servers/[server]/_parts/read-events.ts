export interface StreamedEvent {
  event: string;
  data: unknown;
}

/** The server-sent events of a response's body, for what is no GET and so can't be an EventSource. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamedEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const frames = (text + decoder.decode(value, { stream: true })).split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) if (!frame.startsWith(":")) yield read(frame);
  }
}

function read(frame: string): StreamedEvent {
  const lines = frame.split("\n");
  const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
  return { event: field("event"), data: JSON.parse(field("data")) as unknown };
}
