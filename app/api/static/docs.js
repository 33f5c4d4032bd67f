"use strict";

// An article that has just been added is the one to try deletion on.
function offerForDeletion(response) {
  const added = response.ok && response.obj?.id?.startsWith("art_") && response.headers?.location;
  if (added) {
    ui.specActions.changeParam(["/v1/articles/{id}", "delete"], "id", "path", response.obj.id, false);
  }
  return response;
}

const ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  responseInterceptor: offerForDeletion,
});
