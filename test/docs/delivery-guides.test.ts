import { describePages } from './describe-pages.js';
import { deliveryGuides } from './pages.js';

describePages(deliveryGuides);
