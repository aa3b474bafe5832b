import { type Parameter, zeros } from './parameter';

/** The classification head: logits = W features + b, W `[classes, width]`. Every method trains it. */
export function headParameters(width: number, classes: number): Parameter[] {
  return [
    {
      name: 'head.weight',
      layer: 'head',
      shape: [classes, width],
      initialization: { kind: 'truncated-normal', std: 0.01 },
      decay: true,
    },
    { name: 'head.bias', layer: 'head', shape: [classes], initialization: zeros, decay: false },
  ];
}
