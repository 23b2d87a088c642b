"""From pages to segments with a draft: segmentation, engines, quality checks."""
