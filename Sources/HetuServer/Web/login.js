"use strict";
// What the address says of the view goes with the form, so that a link still reproduces it after logging in.
for (const form of document.forms) form.action = form.getAttribute("action") + location.hash;
