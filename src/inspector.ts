// Entry point of the inspecting process, and nothing else.
import { mediaFolder } from './data/mediaFolder';
import { serve } from './inspector/serve';

serve(process.argv.slice(2), mediaFolder);
