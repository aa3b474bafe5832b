import type * as z from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;
export type FieldPath = readonly PropertyKey[];

/** A field as a person points at it: `training.optimizer.learningRate`, `method[1].rank`. */
export function fieldName(path: FieldPath): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === 'number') {
      return `${name}[${step}]`;
    }
    return name === '' ? String(step) : `${name}.${String(step)}`;
  }, '');
}

const isObject = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path, or undefined where the data has none. */
export function valueAt(data: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (value, step) => (isObject(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined),
    data,
  );
}

const schemaOnly = (schema: JsonSchema | boolean | undefined): JsonSchema[] =>
  typeof schema === 'object' ? [schema] : [];

/** The alternatives of a schema, unions within unions taken apart. */
export function alternatives(schema: JsonSchema): JsonSchema[] {
  const options = schema.anyOf ?? schema.oneOf;
  return options ? options.flatMap(alternatives) : [schema];
}

/** Whether the fields that name an alternative, such as the id of a method, are those of this one. */
function agrees(schema: JsonSchema, value: Record<PropertyKey, unknown>): boolean {
  return Object.entries(schema.properties ?? {})
    .flatMap(([name, property]) => schemaOnly(property).map(field => ({ field, given: value[name] ?? field.default })))
    .every(({ field, given }) => field.const === undefined || field.const === given);
}

/** Whether a value is of the kind that a schema speaks of. */
function speaksOf(schema: JsonSchema, value: unknown): boolean {
  if (value === undefined) {
    return true;
  }
  return isObject(value)
    ? schema.type === 'object' && agrees(schema, value)
    : schema.type !== 'object' && Array.isArray(value) === (schema.type === 'array');
}

/** The alternatives of a schema that speak of a value; all of them if none does. */
export function alternativesFor(schema: JsonSchema, value: unknown): JsonSchema[] {
  const all = alternatives(schema);
  const fitting = all.filter(alternative => speaksOf(alternative, value));
  return fitting.length > 0 ? fitting : all;
}

function stepInto(schema: JsonSchema, step: PropertyKey): JsonSchema[] {
  if (typeof step === 'number') {
    const { items } = schema;
    return schemaOnly(Array.isArray(items) ? items[step] : items);
  }
  return schemaOnly(schema.properties?.[String(step)]);
}

/** What the schema says about the field at a path, with the alternatives on the way chosen by the data. */
export function schemasAt(schema: JsonSchema, data: unknown, path: FieldPath): JsonSchema[] {
  const [step, ...rest] = path;
  if (step === undefined) {
    return [schema];
  }
  return alternativesFor(schema, data).flatMap(alternative =>
    stepInto(alternative, step).flatMap(inner => schemasAt(inner, valueAt(data, [step]), rest)),
  );
}

/** The paths of every field that may stand in the data, alternatives chosen by what already stands there. */
export function knownFields(schema: JsonSchema, data: unknown, path: FieldPath = []): FieldPath[] {
  return alternativesFor(schema, data).flatMap(alternative => {
    const steps: PropertyKey[] = Array.isArray(data) ? [...data.keys()] : Object.keys(alternative.properties ?? {});
    return steps.flatMap(step => {
      const field = [...path, step];
      const inner = stepInto(alternative, step).flatMap(next => knownFields(next, valueAt(data, [step]), field));
      return typeof step === 'number' ? inner : [field, ...inner];
    });
  });
}
