import { allOf, allowedNames, allowedOf } from './allowed';
import {
  type FieldPath,
  type JsonSchema,
  alternatives,
  alternativesFor,
  fieldName,
  knownFields,
  schemasAt,
  valueAt,
} from './fields';
import { nameDistance, nearestName } from './nearest';

/** What a schema and the data that it found fault with say about a field. */
export interface Context {
  readonly schema: JsonSchema;
  readonly data: unknown;
}

/** A name further from what was given than this was not meant; one in another object must be nearer to be offered. */
const farthest = { here: 0.45, elsewhere: 0.35 };

/** The known field that was probably meant: in the same object or anywhere else in the experiment. */
function meantField({ schema, data }: Context, path: FieldPath, key: string): string | undefined {
  const holder = fieldName(path);
  const [best] = knownFields(schema, data)
    .map(field => ({
      name: fieldName(field),
      isHere: fieldName(field.slice(0, -1)) === holder,
      distance: nameDistance(key, String(field[field.length - 1])),
    }))
    .filter(({ isHere, distance }) => distance <= (isHere ? farthest.here : farthest.elsewhere))
    .sort((a, b) => a.distance - b.distance || Number(b.isHere) - Number(a.isHere) || a.name.length - b.name.length);
  return best?.name;
}

/** A field that is not known where it stands. */
export function unknownField(context: Context, path: FieldPath, key: string): string {
  const holder = valueAt(context.data, path);
  const id: unknown = path[0] === 'method' ? valueAt(holder, ['id']) : undefined;
  const name = fieldName([...path, key]);
  const isMethod = typeof id === 'string';
  const what = isMethod ? `${name} is not a hyper-parameter of ${id}` : `${name} is not known here`;
  const meant = meantField(context, path, key);
  if (meant !== undefined) {
    return `${what}; did you mean ${meant}?`;
  }
  const schemas = schemasAt(context.schema, context.data, path);
  const elsewhere = isMethod ? [] : schemas.flatMap(alternatives).filter(schema => schema.properties?.[key]);
  if (elsewhere.length > 0) {
    return `${name} is known only with ${allOf(elsewhere.map(naming))}.`;
  }
  const known = schemas
    .flatMap(schema => alternativesFor(schema, holder))
    .flatMap(schema => Object.keys(schema.properties ?? {}))
    .filter(field => !(isMethod && field === 'id'));
  return known.length > 0 ? `${what}; known are ${allOf([...new Set(known)])}.` : `${what}, which has none.`;
}

/** The fixed fields by which an alternative is chosen: `"name": "sgd"`. */
function naming(schema: JsonSchema): string {
  return Object.entries(schema.properties ?? {})
    .filter(([, field]) => typeof field === 'object' && field.const !== undefined)
    .map(([name, field]) => `"${name}": ${allowedOf([field])}`)
    .join(', ');
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A value of the wrong type, out of range or not one of the known names. */
export function wrongValue({ schema, data }: Context, path: FieldPath): string {
  const value = valueAt(data, path);
  const schemas = schemasAt(schema, data, path);
  const names = allowedNames(schemas);
  const meant = typeof value === 'string' ? nearestName(value, names) : undefined;
  const what = path.length === 0 ? 'the file holds' : `${fieldName(path)} is`;
  if (value === '') {
    return `${what} empty: give ${allowedOf(schemas)}.`;
  }
  if (meant !== undefined && names.length > 6) {
    // A long list of names would hide the one that was meant.
    return `${what} ${shown(value)}, which is not known; did you mean "${meant}"?`;
  }
  return `${what} ${shown(value)} but must be ${allowedOf(schemas)}${meant === undefined ? '.' : `; did you mean "${meant}"?`}`;
}

/** A field that has no default and is not there. */
export function missingField({ schema, data }: Context, path: FieldPath): string {
  const schemas = schemasAt(schema, data, path);
  const help = schemas.length === 1 ? schemas[0]?.description?.replace(/\.$/, '') : undefined;
  return `${fieldName(path)} is missing: give ${allowedOf(schemas)}${help === undefined ? '' : ` (${help})`}.`;
}
