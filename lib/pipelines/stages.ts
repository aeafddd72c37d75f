/** The five stages, in the order in which they run; Devpilot's own steps lie between them. */
export const stages = {
  pre_execution: { title: "Before anything", when: "Before the deployment touches the server." },
  pre_source_control: { title: "Before the source", when: "Right before the source is fetched." },
  post_source_control: { title: "After the source", when: "In the new release, before dependencies and build." },
  post_setup: { title: "After set-up", when: "In the built release, before it goes live." },
  post_release: { title: "After release", when: "In the release that is live now." },
} as const;

export type Stage = keyof typeof stages;

export const stageNames = Object.keys(stages) as [Stage, ...Stage[]];
