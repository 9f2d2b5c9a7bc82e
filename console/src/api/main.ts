// The page at /api: Swagger UI over the document that this server makes of itself.
import "swagger-ui-dist/swagger-ui.css";
import "./page.css";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

SwaggerUI({
  url: "/api-json",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null, // the document goes nowhere
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
});
