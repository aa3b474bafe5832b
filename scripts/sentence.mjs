// @ts-check

/**
 * Runs what a script is for. What goes wrong is said in its sentence, and the script ends with exit status 1.
 * @param {() => Promise<void>} work
 */
export async function orSayWhy(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
