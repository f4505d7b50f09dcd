import { describePages } from './describe-pages.js';
import { guides } from './pages.js';

describePages(guides);
