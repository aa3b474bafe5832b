import * as z from 'zod';

// To be imported first, for zod decides when a schema is built. It would compile schemas by `new Function`, which the
// policy of a webview forbids and reports; and in the extension host, where schemas are built for a single use, compiling
// them costs more than it saves.
z.config({ jitless: true });
