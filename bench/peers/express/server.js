// The product pages as a Node team would write them: Express in front, grpc-js behind.
import express from 'express';
import { isNotFound } from './cores.js';
import { mobileProduct } from './mobile.js';
import { webProduct } from './web.js';

const app = express();
app.disable('x-powered-by');
app.get('/mobile/v1/products/:id', mobileProduct);
app.get('/web/products/:id', webProduct);
// A rejected handler ends here: the one call that no page can do without has failed.
app.use((error, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const code = isNotFound(error) ? 'PRODUCT_NOT_FOUND' : 'CATALOG_UNAVAILABLE';
  res.status(isNotFound(error) ? 404 : 503).json({ code });
});

app.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
