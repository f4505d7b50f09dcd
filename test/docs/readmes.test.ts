import { describePages } from './describe-pages.js';
import { readmes } from './pages.js';

describePages(readmes);
