<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.ico">
<link rel="stylesheet" href="/assets/theme.css">
<link rel="alternate" type="application/rss+xml" title="Benchmark (RSS)" href="/feed.xml">
<title>${title} – Benchmark</title>
<#if description??><meta name="description" content="${description?html}">
</#if><link rel="canonical" href="${config.site_host}/${canonical}">
</head>
<body>
<a class="skip" href="#page.content">Skip to the content</a>
<header class="masthead">
<p class="masthead-title"><a href="/">Benchmark</a></p>
<nav class="masthead-nav" aria-label="Benchmark">
<ul>
<li><a href="/">Archive</a></li>
<li><a href="/tags/">Topics</a></li>
</ul>
</nav>
</header>
<main id="page.content" tabindex="-1">
