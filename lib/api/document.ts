import { z } from "zod";
import type { View } from "./view.ts";

/** An answer that is not JSON: a file to keep. */
export class Document {
  readonly type: string;
  readonly fileName: string;
  readonly text: string;

  constructor(type: string, fileName: string, text: string) {
    this.type = type;
    this.fileName = fileName;
    this.text = text;
  }
}

/** For verbs that answer with a document. */
export const documentView: View<Document, Document> = Object.assign((document: Document) => document, {
  schema: z.string(),
});
