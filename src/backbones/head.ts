import { type Architecture, featureWidth } from './architecture';
import { type Parameter, zeros } from './parameter';

/** The classification head: logits = W features + b, W `[classes, featureWidth]`. Every method trains it. */
export function headParameters(architecture: Architecture, classes: number): Parameter[] {
  return [
    {
      name: 'head.weight',
      layer: 'head',
      shape: [classes, featureWidth(architecture)],
      initialization: { kind: 'truncated-normal', std: 0.01 },
      decay: true,
    },
    { name: 'head.bias', layer: 'head', shape: [classes], initialization: zeros, decay: false },
  ];
}
