import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { refineArchitecture } from '../../src/backbones/resolveBackbone';
import { decodeImage } from '../../src/data/decode';
import { normalizeInto } from '../../src/data/normalize';
import { evaluationTransform } from '../../src/data/transform';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { families, familyFolder, readFamily, readPixels, sized } from '../fixtures/families/cases';
import { backboneOutputs } from '../support/backboneOutputs';
import { largest, largestDifference, relativeError, taken } from './closeness';

const tolerance = 1e-4;
const engines = [onnxRuntimeEngine({ threads: 2 }), referenceEngine()];
const photo = fileURLToPath(new URL('../fixtures/images/wide.png', import.meta.url));

describe.each(families)('$name', ({ name, named, sides, resolved }) => {
  const folder = familyFolder(name);

  test('the checkpoint and the files beside it make the architecture exact', async () => {
    const { architecture } = await refineArchitecture(named, folder);
    const { preprocessing } = architecture;
    expect({ ...architecture, preprocessing }).toEqual({ ...named, ...resolved, preprocessing });
  });

  test("a picture is treated as the checkpoint's own library does", async () => {
    const { preprocessing } = (await refineArchitecture(named, folder)).architecture;
    const pixels = new Float32Array(3 * 32 * 32);
    normalizeInto(pixels, 0, evaluationTransform(await decodeImage(photo), preprocessing), preprocessing);
    expect(largestDifference(pixels, await readPixels(name))).toBeLessThan(1e-5);
  });

  test.for(engines)(
    "features, logits and the gradient of the image are the library's on $id",
    async (engine, { annotate }) => {
      for (const side of sides) {
        const { architecture } = await refineArchitecture(sized(named, side), folder);
        const { images, cotangent, expected } = await readFamily(name, architecture);
        const outputs = await backboneOutputs(engine, architecture, folder, images, cotangent);
        expect([...outputs.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [output, values] of expected) {
          const actual = taken(outputs, output);
          const difference =
            `${output} at ${side} pixels: differs by ${largestDifference(actual, values).toExponential(1)} at most, ` +
            `of ${largest(values).toPrecision(3)}`;
          await annotate(difference);
          expect(relativeError(actual, values), difference).toBeLessThan(tolerance);
        }
      }
    },
  );
});
