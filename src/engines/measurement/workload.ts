/** What engines are timed on: a small network at a usual resolution, for which of them is the fastest has little to do with the method. */
export const workload = {
  backbone: 'vit-tiny-patch16-224',
  method: { id: 'vpt-deep', prompts: 10 },
  classes: 10,
  /** Images in a step. */
  batch: 4,
} as const;

/** The same in words. */
export const describeWorkload = (): string =>
  `${workload.backbone}, ${workload.method.id} with ${workload.method.prompts} prompts, ${workload.batch} images per step`;
