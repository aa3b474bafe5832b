import * as z from 'zod';
import { architectureIds } from '../backbones/architecture';
import type { Method } from '../methods/method';
import { experimentFileSchema } from './schema';

/** Fields whose values are free, with values that an editor should offer all the same. */
const examples: Readonly<Record<string, readonly string[]>> = {
  'properties/backbone/anyOf/0': architectureIds,
  'properties/backbone/anyOf/1/properties/architecture': architectureIds,
};

/** The JSON Schema (draft 7, as VS Code reads it) that the editor completes and checks experiment files with. */
export function experimentJsonSchema(methods: readonly Method[]): z.core.JSONSchema.JSONSchema {
  const schema = z.toJSONSchema(experimentFileSchema(methods), {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema, path }) => {
      const offered = examples[path.join('/')];
      if (offered !== undefined) {
        jsonSchema.examples = [...offered];
      }
    },
  });
  return { ...schema, title: 'Visual Tuning experiment' };
}

/** The text of `schemas/tuning.schema.json`. */
export function experimentJsonSchemaText(methods: readonly Method[]): string {
  return `${JSON.stringify(experimentJsonSchema(methods), null, 2)}\n`;
}
