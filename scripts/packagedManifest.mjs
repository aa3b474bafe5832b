// @ts-check

/** What only those need who build the extension. What it loads is in the package already. */
const forBuilding = ['private', 'bin', 'scripts', 'dependencies', 'optionalDependencies', 'devDependencies'];

/**
 * The manifest of the packaged extension.
 * @param {Record<string, unknown>} manifest of the repository
 */
export const packagedManifest = manifest =>
  Object.fromEntries(Object.entries(manifest).filter(([field]) => !forBuilding.includes(field)));
