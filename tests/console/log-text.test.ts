import { describe, expect, it } from "vitest";
import { parseAnsi, plainText } from "#app/_ui/log-view/ansi.ts";
import { chooseLine, readLineRange, writeLineRange } from "#app/_ui/log-view/line-range.ts";
import { markSegments } from "#app/_ui/log-view/mark.ts";

const esc = "\u001b";

describe("the text of a log line", () => {
  it("keeps colours as token classes", () => {
    expect(parseAnsi(`${esc}[31;1mfailed${esc}[0m ok`)).toMatchObject([
      { text: "failed", className: "text-ansi-red font-semibold" },
      { text: " ok", className: "" },
    ]);
  });

  it("moves exact colours to where both themes can read them", () => {
    expect(parseAnsi(`${esc}[38;5;208mx`)[0]?.color).toContain("from rgb(255, 135, 0)");
    expect(parseAnsi(`${esc}[38;2;1;2;3mx`)[0]?.color).toContain("light-dark(");
  });

  it("drops titles, links, clipboard writes and cursor moves", () => {
    const text = `${esc}]0;title\u0007a${esc}]52;c;aGk=${esc}\\b${esc}[2K${esc}[1Ac${esc}]8;;https://example.com${esc}\\d\u0000`;
    expect(plainText(text)).toBe("abcd");
    expect(
      parseAnsi(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe("abcd");
  });

  it("shows the last writing of a progress bar", () => {
    expect(plainText("10%\r50%\r100% done\r")).toBe("100% done");
  });

  it("marks matches across colours, and struck-out secrets", () => {
    const marked = markSegments(parseAnsi(`to${esc}[32mken=•••${esc}[0m`), "token");
    expect(marked.map(({ text, kind }) => [text, kind])).toEqual([
      ["to", "match"],
      ["ken", "match"],
      ["=", "text"],
      ["•••", "secret"],
    ]);
  });
});

describe("a link to lines", () => {
  it("reads one line, a range, and a range written backwards", () => {
    expect(readLineRange("#L7")).toEqual({ from: 7, to: 7 });
    expect(readLineRange("#L10-L20")).toEqual({ from: 10, to: 20 });
    expect(readLineRange("#L20-L10")).toEqual({ from: 10, to: 20 });
  });

  it.each(["", "#", "#L", "#L1-", "#L1-L2-L3", "#l1", "#L99999999999"])("takes nothing from %j", (hash) => {
    expect(readLineRange(hash)).toBeNull();
  });

  it("extends from the first line when shift is held", () => {
    const range = chooseLine({ from: 10, to: 10 }, 7, true);
    expect(writeLineRange(range)).toBe("#L7-L10");
    expect(writeLineRange(chooseLine(range, 3, false))).toBe("#L3");
  });
});
