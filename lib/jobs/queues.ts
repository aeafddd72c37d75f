/** Every queue. A job carries no data: it wakes a worker, which then claims work from our own tables. */
export const queues = {
  deployments: { policy: "standard", retryLimit: 0 },
} as const;

export type QueueName = keyof typeof queues;
