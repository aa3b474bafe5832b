import { expect, test } from 'vitest';
import { failureOf } from './failure';

test("an operation's failure is one sentence of TensorFlow's own words", () => {
  const thrown = new Error(
    'Invalid TF_Status: 3\nMessage: {{function_node x}} Incompatible shapes: [2] vs. [3]. [Op:Mul]\n',
  );
  expect(failureOf(thrown, 'Mul').message).toBe(
    'TensorFlow could not run Mul: Incompatible shapes: [2] vs. [3]. [Op:Mul].',
  );
});

test('running out of memory comes with what to do', () => {
  const thrown = new Error(
    'Session fail to run with error: OOM when allocating tensor with shape[8]\n\t [[{{node MatMul1}}]]',
  );
  expect(failureOf(thrown).message).toBe(
    'TensorFlow could not run the graph: OOM when allocating tensor with shape[8]; ' +
      'set a smaller training.microBatchSize, which needs less memory.',
  );
});

test('what is not an error is told too', () => {
  expect(failureOf('gone').message).toBe('TensorFlow could not run the graph: gone.');
});
