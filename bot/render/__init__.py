"""Pictures made on demand: the chart and the page for the clinician. Nothing here is imported until one is asked for."""
