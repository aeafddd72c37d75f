/** Takes what was sent to a host out of what the host says back; a form of it that holds another comes before that. */
export function masked(text: string, sent: readonly string[]): string {
  return sent.filter((one) => one !== "").reduce((rest, one) => rest.replaceAll(one, "[secret]"), text);
}
