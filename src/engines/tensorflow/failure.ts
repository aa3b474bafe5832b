/**
 * What TensorFlow threw, as one sentence of its own. Its message begins with a number of `TF_Status` and ends in a
 * description of the operation.
 * @param operation the one that failed, if only one can have
 */
export function failureOf(error: unknown, operation?: string): Error {
  const said = error instanceof Error ? error.message : String(error);
  const [, message] = /Message: ([^\n]*)/.exec(said) ?? [];
  const reason = (message ?? said.split('\n')[0].replace(/^Session fail to run with error: /, ''))
    .replace(/\{\{[^}]*\}\}\s*/g, '')
    .replace(/[.\s]+$/, '');
  const where = operation ? `TensorFlow could not run ${operation}` : 'TensorFlow could not run the graph';
  const remedy = /OOM|RESOURCE_EXHAUSTED|out of memory|TF_Status: 8\b/i.test(said)
    ? '; set a smaller training.microBatchSize, which needs less memory'
    : '';
  return new Error(`${where}: ${reason}${remedy}.`, { cause: error });
}
