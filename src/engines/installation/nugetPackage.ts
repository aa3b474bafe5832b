import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../protocol/inputError';
import { downloadsFolder } from './dataFolder';
import { downloadFile } from './downloadFile';
import { type Installing, reasonOf, tell } from './installing';
import { Unreachable, requestSoon } from './request';

const usualIndex = 'https://api.nuget.org/v3/index.json';

/** Of version 3 of NuGet's protocol. */
const indexSchema = z.object({ resources: z.array(z.object({ '@id': z.url(), '@type': z.string() })) });
const registrationSchema = z.object({ catalogEntry: z.url(), packageContent: z.url() });
const catalogSchema = z.object({
  packageHash: z.string(),
  packageHashAlgorithm: z.literal('SHA512'),
  packageSize: z.int(),
});

/** The index of NuGet's packages: VISUAL_TUNING_NUGET, else that of nuget.org. */
const indexOf = (environment: NodeJS.ProcessEnv): string => environment.VISUAL_TUNING_NUGET || usualIndex;

/**
 * Downloads a package, checked against the hash that was published.
 * @returns its path
 * @throws {InputError} why it can't be had, and what to do
 */
export async function downloadNugetPackage(id: string, version: string, installing: Installing): Promise<string> {
  const file = `${id.toLowerCase()}.${version}.nupkg`;
  const index = indexOf(installing.environment);
  try {
    tell(installing, `Asking ${new URL(index).host} for ${id} ${version}`);
    const ask = async <T>(address: string, schema: z.ZodType<T>): Promise<T> => {
      const answer: unknown = await (await requestSoon(address, installing.signal)).json();
      const { data } = schema.safeParse(answer);
      if (data === undefined) throw new Unreachable(`${address} does not answer as NuGet's does`);
      return data;
    };
    const { resources } = await ask(index, indexSchema);
    const registrations = resources.find(resource => resource['@type'] === 'RegistrationsBaseUrl')?.['@id'];
    if (registrations === undefined) throw new Unreachable(`${index} lists no registrations`);
    const address = `${registrations.replace(/\/+$/, '')}/${id.toLowerCase()}/${version}.json`;
    const { catalogEntry, packageContent } = await ask(address, registrationSchema);
    const { packageHash, packageSize } = await ask(catalogEntry, catalogSchema);
    const hash = Buffer.from(packageHash, 'base64').toString('hex');
    const destination = join(downloadsFolder(installing.environment), file);
    await downloadFile({ url: packageContent, hash, size: packageSize, destination }, `${id} ${version}`, installing);
    return destination;
  } catch (error) {
    installing.signal.throwIfAborted();
    throw new InputError(
      `${id} ${version} can't be downloaded: ${reasonOf(error)}; fetch ${file} from nuget.org elsewhere and give its ` +
        'path with --from, or name a mirror of it in VISUAL_TUNING_NUGET.',
    );
  }
}
