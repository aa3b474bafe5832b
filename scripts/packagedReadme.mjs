// @ts-check

/** A paragraph that is a picture of the repository. */
const picture = /^!\[[^\]]*\]\((?!\w+:)[^)]+\)\n\n?/gm;
/** A link to a file of the repository, and its text. */
const link = /(?<!!)\[([^\]]+)\]\((?!\w+:|#)[^)]+\)/g;

/**
 * The readme of the packaged extension: without pictures and links that are read from beside it, for VS Code shows
 * pictures from the web alone, and nothing there has an address.
 * @param {string} text of the repository's readme
 */
export const packagedReadme = text => text.replace(picture, '').replace(link, '$1');
