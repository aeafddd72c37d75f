/** What a provider's machine-readable description says about requests and answers. */
export interface Specification {
  /** What is wrong with a request, in words; an empty list for one that the description knows. */
  checkRequest(method: string, path: string, query: URLSearchParams, body: unknown): string[];
  /** What is wrong with an answer. */
  checkAnswer(method: string, path: string, status: number, body: unknown): string[];
}
