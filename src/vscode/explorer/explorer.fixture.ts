import type { RunOverview } from '../../protocol/runOverview';

/** A run as it ended well, in the workspace folder `/project`, with what a test says of it. */
export function runOf(id: string, said: Partial<RunOverview> = {}): RunOverview {
  return {
    id,
    path: `/project/.tuning/runs/${id}`,
    experiment: id.replace(/-\d+$/, ''),
    method: 'vpt-deep',
    backbone: 'vit-nano',
    seed: 0,
    precision: 'float32',
    presence: 'done',
    exit: null,
    epoch: 20,
    epochs: 20,
    step: 500,
    steps: 500,
    best: { epoch: 18, accuracy: 0.95 },
    test: 0.961,
    trainable: 15_370,
    head: 1_930,
    created: Date.UTC(2026, 0, 1),
    updated: Date.UTC(2026, 0, 1, 0, 5),
    problems: [],
    ...said,
  };
}
