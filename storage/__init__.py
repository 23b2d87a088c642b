"""What is remembered, and how: models, migrations, unit of work, work queue, blobs, outbox, audit, access rules."""
