import { type JsonSchema, alternatives } from './fields';

const list = (items: readonly string[], conjunction: string) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${conjunction} ${items[items.length - 1]}`;

/** "a, b and c" */
export const allOf = (items: readonly string[]) => list(items, 'and');

/** Whole numbers of JavaScript end at 2⁵³: not a limit that a person needs to hear of. */
const limit = (bound: number | boolean | undefined): number | undefined =>
  typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;

function range(minimum: number | undefined, maximum: number | undefined, ...others: string[]): string {
  const bounds =
    minimum !== undefined && maximum !== undefined
      ? [`${minimum} to ${maximum}`]
      : [minimum === undefined ? '' : `${minimum} or more`, maximum === undefined ? '' : `${maximum} or less`];
  const given = [...bounds, ...others].filter(Boolean);
  return given.length > 0 ? ` (${given.join(', ')})` : '';
}

function numbers(schema: JsonSchema): string {
  const above = limit(schema.exclusiveMinimum);
  const below = limit(schema.exclusiveMaximum);
  if (schema.type === 'integer') {
    return `a whole number${range(above === undefined ? limit(schema.minimum) : above + 1, limit(schema.maximum))}`;
  }
  const open = [above === undefined ? '' : `above ${above}`, below === undefined ? '' : `below ${below}`];
  return `a number${range(limit(schema.minimum), limit(schema.maximum), ...open)}`;
}

function lists({ minItems, maxItems, items }: JsonSchema): string {
  if (Array.isArray(items)) {
    return `a list of ${items.length}, each ${allowedOf(items)}`;
  }
  return `a list${range(minItems, maxItems)}, each ${allowedOf(items === undefined ? [] : [items])}`;
}

function allowedAlone(schema: JsonSchema): string[] {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values) {
    return values.map(value => JSON.stringify(value));
  }
  switch (schema.type) {
    case 'integer':
    case 'number':
      return [numbers(schema)];
    case 'string':
      // Patterns come from template literals alone: a fixed beginning, then a number.
      return [schema.pattern === undefined ? 'text' : `"${/^\^?([a-z]+-)/.exec(schema.pattern)?.[1] ?? ''}N"`];
    case 'boolean':
      return ['true or false'];
    case 'array':
      return [lists(schema)];
    case 'null':
      return ['null'];
    default:
      return [schema.required === undefined ? 'an object' : `an object with ${allOf(schema.required)}`];
  }
}

/** What these schemas allow, in words: `a whole number (1 to 512)`, `"a", "b" or null`. */
export function allowedOf(schemas: readonly (JsonSchema | boolean)[]): string {
  const phrases = schemas
    .flatMap(schema => (typeof schema === 'boolean' ? [] : alternatives(schema)))
    .flatMap(allowedAlone);
  return list([...new Set(phrases)], 'or');
}

/** The fixed texts among what these schemas allow, such as the names of an enumeration. */
export function allowedNames(schemas: readonly JsonSchema[]): string[] {
  const values = schemas
    .flatMap(alternatives)
    .flatMap(schema => (schema.const === undefined ? (schema.enum ?? []) : [schema.const]));
  return [...new Set(values.filter(value => typeof value === 'string'))];
}
