/** For what the keyboard must reach although nothing is pressed there: boxes that scroll, words with a tooltip. */
export const focusStop = { tabIndex: 0 } as const;
