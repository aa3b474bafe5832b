// Loss and gradients on WebGPU beside the reference engine's: node webGpuGradients.js METHOD …
// It is a process of its own because the system looks for Vulkan's loader where a process is told to when it starts.
import { providerEngine } from '../../src/engines/onnxruntime/providerEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import { runOnce } from '../../src/engines/engine';
import { relativeError, taken, worst } from '../numeric/closeness';
import { isKeyBias } from '../numeric/keyBias';
import { gradientInputs, methodCases } from '../numeric/networks';

const batch = 3;

async function compare(): Promise<void> {
  const engine = providerEngine('webgpu');
  const { device, adapter } = engine;
  const methods = [];
  for (const [method, network] of methodCases.filter(([title]) => process.argv.includes(title))) {
    const made = gradientGraph(network, batch, false);
    const inputs = gradientInputs(network, made, batch);
    const actual = await runOnce(engine, made.graph, inputs);
    const expected = await runOnce(referenceEngine(), made.graph, inputs);
    const gradients = network.trainables.map(({ name }) => name).filter(name => !isKeyBias(name));
    const outputs = [...gradients.map(names.gradient), names.loss, names.logits];
    const errors = outputs.map(name => [name, relativeError(taken(actual, name), taken(expected, name))] as const);
    const [of, error] = worst(new Map(errors));
    methods.push({ method, error, of });
  }
  process.stdout.write(JSON.stringify({ device, adapter, methods, notices: engine.takeNotices?.() }));
}

void compare();
