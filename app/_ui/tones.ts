export type Tone = "grey" | "blue" | "green" | "red" | "amber";

export const toneText: Record<Tone, string> = {
  grey: "text-grey",
  blue: "text-blue",
  green: "text-green",
  red: "text-red",
  amber: "text-amber",
};

/** Text, ground and border in one tone. */
export const toneBox: Record<Tone, string> = {
  grey: "border-grey-line bg-grey-soft text-grey",
  blue: "border-blue-line bg-blue-soft text-blue",
  green: "border-green-line bg-green-soft text-green",
  red: "border-red-line bg-red-soft text-red",
  amber: "border-amber-line bg-amber-soft text-amber",
};

export const toneFill: Record<Tone, string> = {
  grey: "bg-edge",
  blue: "bg-blue",
  green: "bg-green",
  red: "bg-red",
  amber: "bg-amber",
};
