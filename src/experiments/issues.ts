import type * as z from 'zod';
import { type FieldPath, fieldName, valueAt } from './fields';
import { type Context, missingField, unknownField, wrongValue } from './sentences';

/** One thing that is wrong. */
type Problem =
  | { readonly kind: 'unknown'; readonly path: FieldPath; readonly key: string }
  | { readonly kind: 'value' | 'missing'; readonly path: FieldPath }
  | { readonly kind: 'rule'; readonly path: FieldPath; readonly message: string };

/** The most helpful first: an unknown field is often the misspelt one that another sentence would call missing. */
const order = ['unknown', 'value', 'missing', 'rule'] as const;

type Issue = z.core.$ZodIssue;

/** Whether an alternative of a union was not meant at all: the value as a whole is of another kind. */
const isOfAnotherKind = (issues: readonly Issue[]) =>
  issues.some(
    ({ path, code }) => path.length === 0 && ['invalid_type', 'invalid_value', 'invalid_format'].includes(code),
  );

function problemsOf(issue: Issue, data: unknown, prefix: FieldPath): Problem[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({ kind: 'unknown', path, key }));
  }
  if (issue.code === 'custom') {
    return [{ kind: 'rule', path, message: issue.message }];
  }
  if (issue.code === 'invalid_union') {
    const [meant, ...others] = issue.errors.filter(issues => !isOfAnotherKind(issues));
    if (meant !== undefined && others.length === 0) {
      return meant.flatMap(inner => problemsOf(inner, data, path));
    }
  }
  return [{ kind: valueAt(data, path) === undefined ? 'missing' : 'value', path }];
}

function sentenceOf(problem: Problem, context: Context): string {
  switch (problem.kind) {
    case 'unknown':
      return unknownField(context, problem.path, problem.key);
    case 'value':
      return wrongValue(context, problem.path);
    case 'missing':
      return missingField(context, problem.path);
    case 'rule':
      return `${fieldName(problem.path)} ${problem.message}.`;
  }
}

/**
 * One sentence about what a schema found wrong with the data: the most helpful problem, and how many more there are.
 * @param data what the schema was given to parse
 */
export function describeIssues(issues: readonly Issue[], schema: z.ZodType, data: unknown): string {
  const problems = issues.flatMap(issue => problemsOf(issue, data, []));
  const [first, ...others] = order.flatMap(kind => problems.filter(problem => problem.kind === kind));
  if (first === undefined) {
    throw new Error('There are no issues to describe.');
  }
  const context = { schema: schema.toJSONSchema({ target: 'draft-7', io: 'input' }), data };
  const sentence = sentenceOf(first, context);
  const more = ` (and ${others.length} more ${others.length === 1 ? 'problem' : 'problems'})`;
  if (others.length === 0) {
    return sentence;
  }
  return sentence.endsWith('.') ? `${sentence.slice(0, -1)}${more}.` : `${sentence}${more}`;
}
