// @ts-check
// Packages the extension for one platform: node scripts/package.mjs [--target PLATFORM] [--out FILE]
import { copyFile, cp, glob, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
