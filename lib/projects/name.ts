import { plainText } from "#lib/text.ts";

export const projectName = plainText("The name of the project", 3, 255);
