declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  const swaggerUI: (options: Record<string, unknown>) => unknown;
  export default swaggerUI;
}
